// A member on the encryption library that Element is built on (Rust, as WebAssembly), strict or lax.
// Arguments: the library's folder, homeserver, user id, device id, access token, "strict" or "lax".
// Reads one JSON object a line, {"do": "join" | "send" | "listen", ...}, and answers each with one.
import { pathToFileURL } from "node:url";
import readline from "node:readline";

const [library, homeserver, user, device, token, manner] = process.argv.slice(2);
const {
    CollectStrategy, DecryptionSettings, DeviceId, DeviceLists, EncryptionSettings, OlmMachine, RequestType, RoomId,
    TrustRequirement, UserId, initAsync,
} = await import(pathToFileURL(`${library}/node.mjs`));
const isStrict = manner === "strict";

async function call(method, path, body) {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const answer = await fetch(`${homeserver}/_matrix/client/v3/${path}`, { method, headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text;
}

async function deliver(request) {
    const send = {
        [RequestType.KeysUpload]: () => call("POST", "keys/upload", request.body),
        [RequestType.KeysQuery]: () => call("POST", "keys/query", request.body),
        [RequestType.KeysClaim]: () => call("POST", "keys/claim", request.body),
        [RequestType.SignatureUpload]: () => call("POST", "keys/signatures/upload", request.body),
        [RequestType.ToDevice]: () =>
            call("PUT", `sendToDevice/${request.event_type}/${encodeURIComponent(request.txn_id)}`, request.body),
    };
    const answer = await send[request.type]();
    if (request.id) await machine.markRequestAsSent(request.id, request.type, answer);
}

async function deliverAll() {
    for (const request of await machine.outgoingRequests()) await deliver(request);
}

async function crossSign() {
    const requests = await machine.bootstrapCrossSigning(false);
    if (requests.uploadKeysRequest) await deliver(requests.uploadKeysRequest);
    await call("POST", "keys/device_signing/upload", requests.uploadSigningKeysRequest.body);
    await deliver(requests.uploadSignaturesRequest);
}

let since = "";
async function sync(milliseconds) {
    const query = `timeout=${milliseconds}` + (since ? `&since=${since}` : "");
    const answer = JSON.parse(await call("GET", `sync?${query}`));
    since = answer.next_batch;
    const people = (ids) => (ids ?? []).map((id) => new UserId(id));
    const lists = answer.device_lists ?? {};
    await machine.receiveSyncChanges(
        JSON.stringify(answer.to_device?.events ?? []),
        new DeviceLists(people(lists.changed), people(lists.left)),
        new Map(Object.entries(answer.device_one_time_keys_count ?? {})),
        new Set(answer.device_unused_fallback_key_types ?? []),
    );
    await deliverAll();
    const heard = [];
    for (const [room, { timeline }] of Object.entries(answer.rooms?.join ?? {})) {
        const encrypted = timeline.events.filter((event) => event.type === "m.room.encrypted" && event.sender !== user);
        for (const event of encrypted) heard.push(await decrypted(room, event));
    }
    return heard;
}

async function decrypted(room, event) {
    const wanted = isStrict ? TrustRequirement.CrossSigned : TrustRequirement.Untrusted;
    try {
        const whole = JSON.stringify({ ...event, room_id: room });
        const clear = await machine.decryptRoomEvent(whole, new RoomId(room), new DecryptionSettings(wanted));
        return { body: JSON.parse(clear.event).content.body };
    } catch (error) {
        return { refused: error.description ?? String(error) };
    }
}

async function send(room, body, number) {
    await sync(0);
    const answer = await call("GET", `rooms/${encodeURIComponent(room)}/joined_members`);
    const people = () => Object.keys(JSON.parse(answer).joined).map((id) => new UserId(id));
    await machine.updateTrackedUsers(people());
    await deliverAll();
    const claim = await machine.getMissingSessions(people());
    if (claim) await deliver(claim);
    const settings = new EncryptionSettings();
    settings.sharingStrategy = isStrict ? CollectStrategy.identityBasedStrategy() : CollectStrategy.allDevices();
    for (const request of await machine.shareRoomKey(new RoomId(room), people(), settings)) await deliver(request);
    const content = JSON.stringify({ msgtype: "m.text", body });
    const hidden = await machine.encryptRoomEvent(new RoomId(room), "m.room.message", content);
    await call("PUT", `rooms/${encodeURIComponent(room)}/send/m.room.encrypted/${number}`, hidden);
}

await initAsync();
const machine = await OlmMachine.initialize(new UserId(user), new DeviceId(device));
await deliverAll();
if (isStrict) await crossSign();
console.log(JSON.stringify({ ready: true }));

let number = 0;
for await (const line of readline.createInterface({ input: process.stdin })) {
    const wish = JSON.parse(line);
    let answer = {};
    if (wish.do === "join") await call("POST", `join/${encodeURIComponent(wish.room)}`, "{}");
    if (wish.do === "send") await send(wish.room, wish.body, ++number);
    if (wish.do === "listen") answer = { heard: await sync(1000) };
    console.log(JSON.stringify(answer));
}
