// Builds both clients out of the packages beside it:  node build.mjs FOLDER
// makes FOLDER/element and FOLDER/hydrogen, two sites that want a config.json each.
import { createRequire } from "node:module";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import postcss from "postcss";
import easings from "postcss-easings";
import hexrgba from "postcss-hexrgba";
import imports from "postcss-import";
import mixins from "postcss-mixins";
import nested from "postcss-nested";
import scss from "postcss-scss";
import variables from "postcss-simple-vars";

const here = import.meta.dirname;
const target = process.argv[2];
const require = createRequire(import.meta.url);
const modules = join(here, "node_modules");
const element = join(modules, "matrix-react-sdk");
const workers = ["blurhash", "indexeddb", "playback"];
const asFile = [".png", ".gif", ".jpg", ".svg", ".woff", ".woff2", ".ttf", ".wasm", ".ogg", ".mp3"];
const options = {
    bundle: true,
    define: { global: "window", "process.env.NODE_ENV": '"production"', "process.env.VERSION": '""' },
    entryNames: "[name]",
    format: "esm",
    loader: { ".js": "jsx", ...Object.fromEntries(asFile.map((ending) => [ending, "file"])) },
    logLevel: "error",
    minify: true,
};

// Element asks for some files by names that only its own build understands.
const names = {
    name: "names",
    setup(building) {
        const file = async ({ path }) => ({ contents: await readFile(path), loader: "file" });
        building.onResolve({ filter: /^\$webapp\// }, ({ path }) => ({ path: path.slice(8), namespace: "address" }));
        building.onLoad({ filter: /./, namespace: "address" }, ({ path }) => ({ contents: path, loader: "text" }));
        building.onResolve({ filter: /^!!raw-loader!/ }, ({ path, resolveDir }) => {
            const named = resolve(resolveDir, path.slice(13));
            return { path: /\.css$/.test(named) ? named : `${named}.js`, namespace: "words" };
        });
        building.onLoad({ filter: /./, namespace: "words" }, async ({ path }) => ({
            contents: await readFile(path, "utf8"),
            loader: "text",
        }));
        building.onResolve({ filter: /^opus-recorder\/dist\// }, ({ path }) => ({
            path: require.resolve(path),
            namespace: "asset",
        }));
        building.onResolve({ filter: /\.svg#address$/ }, ({ path }) => ({ path: path.slice(0, -8), namespace: "asset" }));
        building.onLoad({ filter: /./, namespace: "asset" }, file);
    },
};

// A drawing is both its address and, as `Icon`, an element.
const drawings = {
    name: "drawings",
    setup(building) {
        building.onResolve({ filter: /\.svg$/ }, async ({ path, kind, importer, resolveDir }) => {
            if (kind === "url-token" || !/\.[jt]sx?$/.test(importer)) return undefined;
            const found = path.startsWith(".") ? join(resolveDir, path) : require.resolve(path);
            return { path: found, namespace: "drawing" };
        });
        building.onLoad({ filter: /./, namespace: "drawing" }, async ({ path }) => {
            const [, marks, inner] = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(await readFile(path, "utf8"));
            const given = [...marks.matchAll(/([\w:-]+)="([^"]*)"/g)].filter(([, key]) => !/^(xmlns|style|class)/.test(key));
            const named = given.map(([, key, value]) => [key.replace(/[-:](.)/g, (_, next) => next.toUpperCase()), value]);
            const own = { ...Object.fromEntries(named), dangerouslySetInnerHTML: { __html: inner } };
            const contents = `
                import address from ${JSON.stringify(`${path}#address`)};
                import React from "react";
                export const Icon = (given) => React.createElement("svg", { ...${JSON.stringify(own)}, ...given });
                export default address;`;
            return { contents, loader: "js", resolveDir: dirname(path) };
        });
    },
};

// Its style sheets are written in a language that becomes CSS.
const sheets = {
    name: "sheets",
    setup(building) {
        const steps = postcss([imports(), mixins(), variables(), nested(), easings(), hexrgba()]);
        building.onLoad({ filter: /\.pcss$/ }, async ({ path }) => {
            const { css } = await steps.process(await readFile(path, "utf8"), { from: path, parser: scss });
            return { contents: css, loader: "css", resolveDir: dirname(path) };
        });
    },
};

// Its work in the background runs from files of its own; nobody speaks into a microphone here.
const background = {
    name: "background",
    setup(building) {
        building.onLoad({ filter: /WorkerFactory\.ts$/ }, ({ path }) => {
            const name = `${basename(path, "WorkerFactory.ts")}.worker.js`;
            return { contents: `export default (options) => new Worker(${JSON.stringify(name)}, options);` };
        });
        building.onLoad({ filter: /recorderWorkletFactory\.ts$/ }, () => ({
            contents: 'export default async () => { throw new Error("there is no microphone"); };',
        }));
    },
};

async function site(name, more) {
    const folder = join(target, name);
    await mkdir(folder, { recursive: true });
    await build({ ...options, ...more, outdir: folder });
    await cp(join(here, "page.html"), join(folder, "index.html"));
    return folder;
}

const ofElement = await site("element", {
    entryPoints: {
        client: join(here, "element.jsx"),
        ...Object.fromEntries(workers.map((name) => [`${name}.worker`, join(element, `src/workers/${name}.worker.ts`)])),
    },
    inject: [join(here, "globals.js")],
    keepNames: true,
    plugins: [names, drawings, sheets, background],
});
await mkdir(join(ofElement, "i18n"), { recursive: true });
await cp(join(element, "src/i18n/strings/en_EN.json"), join(ofElement, "i18n/en_EN.json"));
await writeFile(join(ofElement, "i18n/languages.json"), JSON.stringify({ en: "en_EN.json" }));

const ofHydrogen = await site("hydrogen", {
    entryPoints: { client: join(here, "hydrogen.js") },
    external: ["crypto", "fs", "path"],
});
for (const name of ["olm.js", "olm.wasm", "olm_legacy.js"])
    await cp(join(modules, "@matrix-org/olm", name), join(ofHydrogen, name));
await cp(join(modules, "hydrogen-view-sdk/asset-build/assets"), ofHydrogen, { recursive: true });
await cp(join(modules, "hydrogen-view-sdk/lib-build/sw.js"), join(ofHydrogen, "sw.js"));
