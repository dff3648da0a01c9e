package org.spillway.client.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  @TempDir Path folder;
  private final List<FileChannel> opened = new CopyOnWriteArrayList<>();
  private final OpenFiles open = new OpenFiles(this::open, this::open);

  private FileChannel open(int file) throws IOException {
    var channel = FileChannel.open(folder.resolve("f" + file), READ, WRITE, CREATE);
    opened.add(channel);
    return channel;
  }

  private long stillOpen() {
    return opened.stream().filter(FileChannel::isOpen).count();
  }

  private void use(int file) throws IOException {
    open.write(file, channel -> assertThat(channel.isOpen()).isTrue());
  }

  @Test
  void write_closesWhatWasUsedFirst() throws Exception {
    for (int file = 0; file < OpenFiles.MAX; file++) {
      use(file);
    }
    use(0);
    use(OpenFiles.MAX);
    assertThat(stillOpen()).isEqualTo(OpenFiles.MAX);
    assertThat(opened.get(0).isOpen()).as("was used again").isTrue();
    assertThat(opened.get(1).isOpen()).isFalse();
    use(1);
    assertThat(opened).hasSize(OpenFiles.MAX + 2);
    open.close();
    assertThat(stillOpen()).isZero();
  }

  @Test
  void write_neverClosesWhatIsInUse() throws Exception {
    open.write(
        0,
        channel -> {
          for (int file = 1; file < 3 * OpenFiles.MAX; file++) {
            use(file);
          }
          assertThat(channel.isOpen()).isTrue();
        });
    assertThat(open.count()).isEqualTo(OpenFiles.MAX);
    open.close();
  }

  @Test
  void write_opensAgainAfterAnInterrupt() throws Exception {
    open.write(0, FileChannel::close);
    use(0);
    assertThat(opened).hasSize(2);
    open.close();
  }

  @Test
  void close_whileInUse() throws Exception {
    open.write(
        0,
        channel -> {
          open.close();
          assertThat(channel.isOpen()).isTrue();
        });
    assertThat(stillOpen()).isZero();
    assertThatThrownBy(() -> use(0)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void write_openerFails() {
    var failing =
        new OpenFiles(
            this::open,
            file -> {
              throw new IOException("no");
            });
    assertThatThrownBy(() -> failing.write(0, channel -> {})).hasMessage("no");
    assertThat(failing.count()).isEqualTo(1);
  }
}
