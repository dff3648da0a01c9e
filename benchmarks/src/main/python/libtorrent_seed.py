"""Seeds a torrent with libtorrent on a free port of the loopback interface until it is ended.

Usage: libtorrent_seed.py TORRENT FOLDER. Prints the port as a line of JSON as soon as it seeds.
"""

import sys
import time

import libtorrent


def settings():
    """Those that libtorrent has for fast seeds, and nothing that holds a peer back."""
    chosen = libtorrent.high_performance_seed()
    chosen.update(
        {
            "listen_interfaces": "127.0.0.1:0",
            "enable_dht": False,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "allow_multiple_connections_per_ip": True,
            "connections_limit": 2000,
            "unchoke_slots_limit": 2000,
        }
    )
    return chosen


def main(torrent, folder):
    session = libtorrent.session(settings())
    handle = session.add_torrent({"ti": libtorrent.torrent_info(torrent), "save_path": folder})
    while not handle.status().is_seeding:
        time.sleep(0.05)
    print('{"event":"started","seeder":%d}' % session.listen_port(), flush=True)
    while True:
        time.sleep(3600)


main(*sys.argv[1:])
