package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spillway.testing.LibtorrentClient;
import org.spillway.testing.NetworkNamespace;
import org.spillway.testing.RunningDownload;

/**
 * A program that downloads. Torrent clients are as they come, except that they look for peers
 * nowhere but at the trackers, and upload until they are ended.
 */
enum Client {
  LIBTORRENT {
    @Override
    RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
        throws IOException {
      return LibtorrentClient.start(host, url, name, folder);
    }
  },

  ARIA2 {
    @Override
    RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
        throws IOException {
      List<String> command = new ArrayList<>(List.of("aria2c", "--no-conf", "--no-proxy=*"));
      command.addAll(List.of("--enable-dht=false", "--bt-enable-lpd=false"));
      // Uploads without end.
      command.addAll(List.of("--seed-ratio=0.0", "--listen-port=6881", "--follow-torrent=mem"));
      command.addAll(List.of("--file-allocation=none", "--summary-interval=0"));
      command.add("--on-bt-download-complete=" + RunningDownload.markerScript(folder));
      command.addAll(List.of("--show-console-readout=false", "--dir=" + folder, url + "?torrent"));
      return download(host, command, folder, name);
    }
  },

  TRANSMISSION {
    @Override
    RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
        throws IOException {
      Files.writeString(
          Files.createDirectory(folder.resolve("settings")).resolve("settings.json"),
          """
          {"dht-enabled": false, "lpd-enabled": false, "port-forwarding-enabled": false}
          """);
      String fetch = "curl -q --noproxy '*' -fsS --retry 60 -o $1/torrent \"$2?torrent\" &&";
      String download = " exec transmission-cli -M -p 6881 -g $1/settings -w $1 -f $3 $1/torrent";
      String marker = RunningDownload.markerScript(folder).toString();
      return download(
          host,
          List.of("sh", "-c", fetch + download, "sh", folder.toString(), url, marker),
          folder,
          name);
    }
  },

  /** {@code spillway get} in a small JVM: as many of them as wished have room on one machine. */
  GET {
    @Override
    RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
        throws IOException {
      var options = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
      String file = folder.resolve(name).toString();
      // It shares the file until it is ended.
      var arguments = List.of("get", url, "--seed-time=600", "-o", file);
      String marker = RunningDownload.marker(folder).toString();
      List<String> command = new ArrayList<>(List.of("sh", "-c", MARK, "sh", file, marker));
      command.addAll(Spillway.command(options, arguments));
      return download(host, command, folder, name);
    }
  },

  CURL {
    @Override
    RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
        throws IOException {
      String target = folder.resolve(name).toString();
      var command = List.of("curl", "-q", "--noproxy", "*", "-fsS", "-o", target, url);
      return download(host, command, folder, name);
    }
  };

  /** Runs a program, and makes the marker as soon as the program has renamed its file. */
  private static final String MARK =
      """
      file=$1 marker=$2; shift 2
      "$@" & program=$!
      trap 'kill $program' TERM
      while kill -0 $program && [ ! -e "$file" ]; do sleep 0.1; done
      [ -e "$file" ] && : >"$marker"
      wait $program
      """;

  /**
   * Starts the program.
   *
   * @param url of the file, without a query
   * @param name of the file within its torrent
   * @param folder of this download alone
   */
  abstract RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
      throws IOException;

  private static RunningDownload download(
      NetworkNamespace host, List<String> command, Path folder, String name) throws IOException {
    return RunningDownload.start(host.program(command), folder, folder.resolve(name));
  }
}
