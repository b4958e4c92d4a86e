// Starts Element in the page, with what stands in config.json beside it.
import "matrix-js-sdk/src/browser-index";
import React from "react";
import ReactDOM from "react-dom";
import SdkConfig from "matrix-react-sdk/src/SdkConfig";
import "./element.css";

SdkConfig.put(await (await fetch("config.json")).json());

// Only now: its settings read the configuration while they load.
const { default: PlatformPeg } = await import("matrix-react-sdk/src/PlatformPeg");
const { default: BasePlatform } = await import("matrix-react-sdk/src/BasePlatform");
const { setLanguage } = await import("matrix-react-sdk/src/languageHandler");
const { setTheme } = await import("matrix-react-sdk/src/theme");
const { default: AutoDiscoveryUtils } = await import("matrix-react-sdk/src/utils/AutoDiscoveryUtils");
const { default: MatrixChat } = await import("matrix-react-sdk/src/components/structures/MatrixChat");

const NAME = "Element in a page";
const wanted = () => window.location.hash.replace(/^#\//, "");

class Page extends BasePlatform {
    getConfig = async () => SdkConfig.get();
    getAppVersion = async () => "";
    getDefaultDeviceDisplayName = () => NAME;
    getHumanReadableName = () => NAME;
    requestNotificationPermission = async () => "denied";
    reload = () => window.location.reload();
}

PlatformPeg.set(new Page());
await setLanguage(["en"]);
await setTheme("light");
const home = SdkConfig.get("default_server_config")["m.homeserver"].base_url;
const server = await AutoDiscoveryUtils.validateServerConfigWithStaticUrls(home, undefined, true);
SdkConfig.add({ validated_server_config: Object.assign(server, { isDefault: true }) });
const chat = ReactDOM.render(
    <MatrixChat
        config={SdkConfig.get()}
        defaultDeviceDisplayName={NAME}
        enableGuest={false}
        initialScreenAfterLogin={{ screen: wanted(), params: {} }}
        onNewScreen={(screen) => window.history.replaceState(null, "", `#/${screen}`)}
        onTokenLoginCompleted={() => undefined}
        realQueryParams={{}}
        startingFragmentQueryParams={{}}
    />,
    document.getElementById("client"),
);
window.addEventListener("hashchange", () => chat.showScreen(wanted(), {}));
