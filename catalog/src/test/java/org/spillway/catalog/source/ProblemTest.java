package org.spillway.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  void of_everyKind() {
    assertThat(Problem.of(new IOException("in other words"))).isEqualTo("in other words");
    assertThat(Problem.of(new ClosedChannelException())).isEqualTo("input/output error");
    assertThat(Problem.of(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(Problem.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("/a: No space left on device");
    assertThat(Problem.of(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
    assertThat(Problem.of(new NoSuchFileException("/a"))).isEqualTo("/a: no such file or folder");
    assertThat(Problem.of(new FileAlreadyExistsException("/a"))).isEqualTo("/a: is there already");
    assertThat(Problem.of(new FileSystemLoopException("/a"))).isEqualTo("/a: input/output error");
  }
}
