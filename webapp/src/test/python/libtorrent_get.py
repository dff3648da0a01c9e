"""Downloads a .torrent file or a magnet link with libtorrent: libtorrent_get.py SOURCE FOLDER [LISTEN]."""
import sys
import time

import libtorrent as lt

source, folder = sys.argv[1:3]
listen = sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1:0"
session = lt.session({
    "listen_interfaces": listen,
    # On loopback every peer has one address; by default libtorrent keeps one peer of each.
    "allow_multiple_connections_per_ip": True,
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "alert_mask": lt.alert.category_t.error_notification | lt.alert.category_t.tracker_notification,
})
if source.startswith("magnet:"):
    params = lt.parse_magnet_uri(source)
else:
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(source)
params.save_path = folder
handle = session.add_torrent(params)
deadline = time.monotonic() + 100
while not handle.status().is_seeding:
    session.wait_for_alert(100)
    for alert in session.pop_alerts():
        print(alert.message())
    if time.monotonic() > deadline:
        sys.exit("not complete: %s" % handle.status().state)
print("complete:", handle.status().total_payload_download, "bytes from peers")
