package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;

class AllowedFastSetTest {
  private static final InfoHash INFO_HASH = InfoHash.parse("aa".repeat(20));

  @Test
  void of_examplesOfBep6() throws Exception {
    var peer = address(80, 4, 4, 200);

    assertThat(AllowedFastSet.of(INFO_HASH, peer, 1313, 7))
        .containsExactly(1059, 431, 808, 1217, 287, 376, 1188);
    assertThat(AllowedFastSet.of(INFO_HASH, peer, 1313, 9))
        .containsExactly(1059, 431, 808, 1217, 287, 376, 1188, 353, 508);
  }

  @Test
  void of_neighbours_isTheSame() throws Exception {
    assertThat(AllowedFastSet.of(INFO_HASH, address(80, 4, 4, 1), 1313, 7))
        .isEqualTo(AllowedFastSet.of(INFO_HASH, address(80, 4, 4, 200), 1313, 7))
        .isNotEqualTo(AllowedFastSet.of(INFO_HASH, address(80, 4, 5, 200), 1313, 7));
  }

  @Test
  void of_fewerPiecesThanWanted_isAllOfThem() throws Exception {
    assertThat(AllowedFastSet.of(INFO_HASH, address(10, 0, 0, 1), 3, 10))
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  private static Inet4Address address(int a, int b, int c, int d) throws Exception {
    return (Inet4Address)
        InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
  }
}
