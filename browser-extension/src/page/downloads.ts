/** The page with all downloads. */
import { element, localize } from "./dom.ts";
import { DownloadList } from "./list.ts";

localize();
new DownloadList(element("downloads"), {
  onCount: (count) => {
    element("empty").hidden = count > 0;
  },
}).start();
