package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Metainfo;

/**
 * A server that is attacked.
 *
 * @param http the port for HTTP
 * @param seeder the port for peers
 * @param file the path of the file that good clients want
 * @param torrent the .torrent of the file that good peers want
 * @param folder the folder that it offers
 * @param disk the process that must answer for the folder {@code hung} in it; 0 if there is none
 */
public record Target(int http, int seeder, String file, Path torrent, Path folder, long disk) {
  /** The number of words that {@link #toWords} returns. */
  static final int WORDS = 6;

  /** Returns the words that {@link #parse} reads. */
  public List<Object> toWords() {
    return List.of(http, seeder, file, torrent, folder, disk);
  }

  static Target parse(List<String> words) {
    return new Target(
        Integer.parseInt(words.get(0)),
        Integer.parseInt(words.get(1)),
        words.get(2),
        Path.of(words.get(3)),
        Path.of(words.get(4)),
        Long.parseLong(words.get(5)));
  }

  InfoDictionary info() throws IOException {
    return Metainfo.parse(Files.readAllBytes(torrent)).info();
  }

  InetSocketAddress httpAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), http);
  }

  InetSocketAddress seederAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), seeder);
  }
}
