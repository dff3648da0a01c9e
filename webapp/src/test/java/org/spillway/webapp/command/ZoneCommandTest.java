package org.spillway.webapp.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.dnssec.KeyFolder;
import org.xbill.DNS.Name;

class ZoneCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private Path state() {
    return folder.resolve("state");
  }

  private int run() {
    return run(new PrintWriter(out));
  }

  private int run(PrintWriter to) {
    return Main.commandLine()
        .setOut(to)
        .setErr(new PrintWriter(err))
        .execute(
            "zone",
            "--ds",
            "--content.root=" + folder.resolve("pub"),
            "--state-dir=" + state(),
            "--dns.zone=dl.example.org");
  }

  @Test
  void ds_ofTheKey() throws Exception {
    var zone = Name.fromConstantString("_torrent.dl.example.org.");
    var key = new KeyFolder(state().resolve("dnssec")).open(zone);
    assertThat(run()).isZero();
    assertThat(out.toString().strip().split("\\s+", -1))
        .startsWith("_torrent.dl.example.org.", "3600", "IN", "DS", "" + key.tag(), "13", "2")
        .hasSize(8);
  }

  /** /dev/full is Linux's full disk. */
  @Test
  void output_diskFull() throws Exception {
    new KeyFolder(state().resolve("dnssec"))
        .open(Name.fromConstantString("_torrent.dl.example.org."));
    try (var full = new PrintWriter("/dev/full", US_ASCII)) {
      assertThat(run(full)).isEqualTo(1);
    }
    assertThat(err).hasToString("spillway: standard output: cannot be written\n");
  }

  @Test
  void ds_noKeyYet() {
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "spillway: dns.dnssec: there is no key for _torrent.dl.example.org. in " + state());
    assertThat(folder).isEmptyDirectory();
  }
}
