// Starts Hydrogen in the page, with what stands in config.json beside it.
import { FeatureSet, Platform, RootViewModel, createNavigation, createRouter } from "hydrogen-view-sdk";
import "hydrogen-view-sdk/theme-element-light.css";

const server = (await (await fetch("config.json")).json()).default_server_config["m.homeserver"];
const platform = new Platform({
    container: document.getElementById("client"),
    assetPaths: {
        downloadSandbox: "download-sandbox.html",
        olm: { legacyBundle: "olm_legacy.js", wasm: "olm.wasm", wasmBundle: "olm.js" },
        serviceWorker: "sw.js",
        worker: "main.js",
    },
    config: { defaultHomeServer: server.base_url, defaultTheme: {}, themeManifests: [] },
    options: { development: false },
});
const navigation = createNavigation();
platform.setNavigation(navigation);
await platform.init();
const urlRouter = createRouter({ history: platform.history, navigation });
urlRouter.attach();
const features = await FeatureSet.load(platform.settingsStorage);
const model = new RootViewModel({ features, navigation, platform, urlRouter });
await model.load();
platform.createAndMountRootView(model);
