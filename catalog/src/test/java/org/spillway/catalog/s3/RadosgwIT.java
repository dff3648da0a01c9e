package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RadosgwIT extends S3Contract {
  @TempDir static Path folder;
  private static Radosgw radosgw;

  @BeforeAll
  static void start() throws Exception {
    radosgw = Radosgw.start(folder);
  }

  @AfterAll
  static void stop() {
    radosgw.close();
  }

  @Override
  S3Store newBucket() {
    return radosgw.newBucket();
  }

  @Test
  void find_byPolicyOfTheBucket() {
    store.putPrivate("pub/a", new byte[1]);
    assertThat(tree.find("/a")).isEmpty();
    store.setPolicy(
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
          "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::%s/pub/*"]}]}
        """
            .formatted(store.bucket()));
    assertThat(tree.find("/a")).isPresent();
    store.removePolicy();
    assertThat(tree.find("/a")).isEmpty();
  }
}
