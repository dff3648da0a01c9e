"""Seeds one torrent with libtorrent on a free port of the loopback interface until it is ended.

Usage: libtorrent_seed.py TORRENT FOLDER. Prints the port as one line of JSON once it seeds.
"""
import json
import sys
import time

import libtorrent


def settings():
    """Those of libtorrent for fast seeds, without anything that could hold a peer back."""
    chosen = libtorrent.high_performance_seed()
    chosen.update({
        "listen_interfaces": "127.0.0.1:0",
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "allow_multiple_connections_per_ip": True,
        "connections_limit": 2000,
        "unchoke_slots_limit": 2000,
        "alert_mask": 0,
    })
    return chosen


def main():
    torrent, folder = sys.argv[1:]
    session = libtorrent.session(settings())
    info = libtorrent.torrent_info(torrent)
    info.clear_trackers() if hasattr(info, "clear_trackers") else None
    handle = session.add_torrent({"ti": info, "save_path": folder, "url_seeds": []})
    while not handle.status().is_seeding:
        time.sleep(0.05)
    print(json.dumps({"event": "started", "seeder": session.listen_port()}, separators=(",", ":")), flush=True)
    while True:
        time.sleep(3600)


main()
