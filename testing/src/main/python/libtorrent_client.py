"""Downloads a file with libtorrent and then uploads it until SIGTERM.

Usage: libtorrent_client.py TORRENT_URL FOLDER ADDRESS MARKER. It listens on port 6881 of ADDRESS
and makes the file MARKER as soon as it has the whole file.
"""

import pathlib
import signal
import sys
import time
import urllib.error
import urllib.request

import libtorrent


def fetch(url):
    """The torrent, asked for each second until the server has it."""
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return answer.read()
        except OSError as error:
            print(url, error, flush=True)
            time.sleep(1)


def settings(address):
    return {
        "listen_interfaces": address + ":6881",
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "announce_to_all_tiers": True,
        "announce_to_all_trackers": True,
        # The web seed has a private address in a test.
        "ssrf_mitigation": False,
    }


def main(url, folder, address, marker):
    # Leaving the function ends the session, which tells the trackers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    torrent = libtorrent.torrent_info(libtorrent.bdecode(fetch(url)))
    session = libtorrent.session(settings(address))
    handle = session.add_torrent({"ti": torrent, "save_path": folder})
    while True:
        time.sleep(0.05)
        status = handle.status()
        if status.is_seeding and not pathlib.Path(marker).exists():
            print("complete:", status.total_payload_upload, "bytes uploaded so far", flush=True)
            pathlib.Path(marker).touch()


main(*sys.argv[1:])
