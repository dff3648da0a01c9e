package org.spillway.catalog.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
  private static final Mounts MOUNTS =
      Mounts.parse(
          List.of(
              "26 1 254:0 / / rw,relatime - ext4 /dev/vda1 rw",
              "36 26 0:44 / /srv/pub/far rw,nosuid - fuse.sshfs host:/pub rw",
              "37 26 0:45 / /srv/pub/with\\040blank rw shared:3 master:1 - nfs4 host:/x rw",
              "38 26 0:46 / /srv/tmp rw - nfs host:/tmp rw",
              "39 38 0:47 / /srv/tmp rw - tmpfs tmpfs rw",
              "not a line of it"));

  private static String typeOf(String path) {
    return MOUNTS.of(Path.of(path)).type();
  }

  @Test
  void of_deepestMountPointCounts() {
    assertThat(typeOf("/srv/pub/file")).isEqualTo("ext4");
    assertThat(typeOf("/srv/pub/far")).isEqualTo("fuse.sshfs");
    assertThat(typeOf("/srv/pub/far/a/b")).isEqualTo("fuse.sshfs");
    assertThat(typeOf("/srv/pub/farther")).isEqualTo("ext4");
  }

  @Test
  void of_escapedName() {
    assertThat(typeOf("/srv/pub/with blank/file")).isEqualTo("nfs4");
  }

  @Test
  void of_mountedOver_laterOneCounts() {
    assertThat(typeOf("/srv/tmp/file")).isEqualTo("tmpfs");
  }

  @Test
  void isLocal_byType() {
    assertThat(MOUNTS.of(Path.of("/")).isLocal()).isTrue();
    assertThat(MOUNTS.of(Path.of("/srv/tmp")).isLocal()).isTrue();
    assertThat(MOUNTS.of(Path.of("/srv/pub/far")).isLocal()).isFalse();
  }

  @Test
  void read_thisMachine_hasARoot() {
    assertThat(Mounts.read().of(Path.of("/")).type()).isNotEmpty();
  }
}
