package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Attacks a server until its input ends. The arguments are the name of the attack and the words of
 * the target; it says a line when the attack is under way.
 */
public final class Attacker {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private Attacker() {}

  public static void main(String[] arguments) throws IOException {
    var words = List.of(arguments);
    try (var attack = attack(words.get(0), Target.parse(words.subList(1, 1 + Target.WORDS)))) {
      attack.begin();
      System.out.println(words.get(0));
      var end = new Thread(Attacker::awaitEnd, "end");
      end.setDaemon(true);
      end.start();
      while (end.isAlive()) {
        attack.goOn();
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** Waits for the end of the input, which comes also when the program that wrote it has ended. */
  private static void awaitEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // No more input can come.
    }
  }

  private static Attack attack(String name, Target target) throws IOException {
    return switch (name) {
      case "unread-blocks" -> new UnreadBlocks(target, target.info());
      case "idle-peers" -> new IdlePeers(target, target.info());
      case "interest" -> new CheapMessages(target, target.info(), CheapMessages.INTEREST);
      case "handshakes" -> new CheapMessages(target, target.info(), CheapMessages.HANDSHAKES);
      case "unread-bodies" -> new UnreadBodies(target);
      case "http2-windows" -> new ClosedWindows(target);
      case "announces" -> new Announces(target);
      case "connections" -> new Burst(target);
      case "folder-pages" -> new FolderRequests(target);
      case "hung-disk" -> new HungDisk(target);
      case "hostile-peers" -> new HostilePeers(target, target.info());
      case "hostile-datagrams" -> new HostileDatagrams(target);
      case "fifos" -> new Fifos(target);
      default -> throw new IOException("there is no attack '" + name + "'");
    };
  }
}
