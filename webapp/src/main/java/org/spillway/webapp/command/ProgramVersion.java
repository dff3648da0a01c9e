package org.spillway.webapp.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in our jar's manifest. */
final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"spillway " + number()};
  }

  static String number() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "(not packaged)");
  }
}
