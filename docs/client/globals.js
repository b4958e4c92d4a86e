// What packages that were written for Node expect to find.
export { Buffer } from "buffer";
export const process = { env: {}, browser: true, nextTick: queueMicrotask };
