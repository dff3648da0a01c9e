/** The page with all downloads. */
import { element, localize } from "./dom.ts";
import { ALL, DownloadList } from "./list.ts";

localize();
new DownloadList(element("downloads"), {
  offers: ALL,
  onCount: (count) => {
    element("empty").hidden = count > 0;
  },
  onDone: (words) => {
    element("status").textContent = words;
  },
}).start();
