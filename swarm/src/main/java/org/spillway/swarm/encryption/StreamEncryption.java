package org.spillway.swarm.encryption;

import io.netty.channel.ChannelHandler;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;

/**
 * Makes the first handlers of channels of peers. They set no time limit: the handlers behind them
 * close a connection whose BitTorrent handshake does not come. Those hear of bytes that no
 * encryption explains by a {@link org.spillway.torrent.peer.MalformedMessageException}, of peers
 * that want something else than we do by an {@link EncryptionRefusedException}, and of success by
 * an {@link EncryptedStream}; in the first two cases the channel is closed.
 *
 * <p>Bytes that are written to a channel are encrypted in their place, except those of buffers that
 * are read-only or have other owners.
 *
 * @param policy says which connections are encrypted
 * @param torrents the torrents for which peers may connect
 * @param executor computes secrets, such as a {@link KeyExchangeThread}; it may refuse to
 * @param random makes keys and padding; must be safe for use by many threads and not foreseeable
 */
public record StreamEncryption(
    Encryption policy, SharedSecrets torrents, Executor executor, RandomGenerator random) {

  /** Returns a handler for a peer that connected to us. */
  public ChannelHandler incoming() {
    return new IncomingEncryption(
        policy, new ResponderHandshake(policy, torrents, random), executor);
  }

  /**
   * Returns a handler that encrypts the connection to a peer that is dialled.
   *
   * @param torrent the infohash that the BitTorrent handshake will name
   * @throws IllegalStateException if the policy does not allow encryption
   */
  public ChannelHandler outgoing(InfoHash torrent) {
    if (!policy.takesEncrypted()) {
      throw new IllegalStateException("encryption is switched off");
    }
    return new OutgoingEncryption(
        new InitiatorHandshake(torrent, policy.methods(), random), executor);
  }

  /**
   * Returns a handler for a peer that is dialled without encryption.
   *
   * @param redial is run on the event loop if the peer ends the connection before it has sent a
   *     byte; it should dial once more, with encryption
   */
  public static ChannelHandler redialling(Runnable redial) {
    return new RedialHandler(redial);
  }
}
