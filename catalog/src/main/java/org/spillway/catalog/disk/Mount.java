package org.spillway.catalog.disk;

import java.nio.file.Path;
import java.util.Set;

/**
 * A mounted file system.
 *
 * @param point the folder that it is mounted on
 * @param type the type by its name in Linux, for example {@code ext4}
 */
record Mount(Path point, String type) {
  /** Types that ask no other machine and no other process. */
  private static final Set<String> LOCAL =
      Set.of(
          "bcachefs",
          "btrfs",
          "erofs",
          "exfat",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "hfsplus",
          "iso9660",
          "jfs",
          "minix",
          "nilfs2",
          "ntfs3",
          "overlay",
          "ramfs",
          "reiserfs",
          "rootfs",
          "squashfs",
          "tmpfs",
          "udf",
          "vfat",
          "xfs",
          "zfs");

  boolean isLocal() {
    return LOCAL.contains(type);
  }
}
