"""Downloads a torrent's content with libtorrent, or has it already, and then uploads it.

Usage: libtorrent_peer.py MODE LISTEN TORRENT FOLDER [HOST PORT]. MODE is a key of MODES, LISTEN an
address and a port, and HOST and PORT are those of a peer to connect to. It says its port when it
has the whole content.
"""
import sys
import time

import libtorrent as lt

PLAIN = {"in_enc_policy": 2, "out_enc_policy": 2}
TCP = {"enable_incoming_utp": False, "enable_outgoing_utp": False}
UTP = {"enable_incoming_tcp": False, "enable_outgoing_tcp": False}
RC4 = {"in_enc_policy": 0, "out_enc_policy": 0, "allowed_enc_level": 2}
MODES = {
    "tcp": {**PLAIN, **TCP},
    "utp": {**PLAIN, **UTP},
    "encrypted": {**RC4, **TCP},
    "encrypted-utp": {**RC4, **UTP},
}

mode, listen, torrent, folder = sys.argv[1:5]
session = lt.session({
    "listen_interfaces": listen,
    # On loopback every peer has one address; by default libtorrent keeps one peer of each.
    "allow_multiple_connections_per_ip": True,
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "min_reconnect_time": 1,
    **MODES[mode],
})
params = lt.add_torrent_params()
params.ti = lt.torrent_info(torrent)
params.trackers = []
params.save_path = folder
handle = session.add_torrent(params)
while not (handle.status().is_seeding and session.listen_port()):
    if len(sys.argv) > 5:
        handle.connect_peer((sys.argv[5], int(sys.argv[6])))
    time.sleep(0.05)
print("seeding on port", session.listen_port(), flush=True)
while True:
    time.sleep(1)
