package org.spillway.webapp.config;

/** The form of the lines that a server logs to standard error. */
public enum LogFormat {
  /** A line for people. */
  TEXT,
  /** A JSON object on each line, for collectors of logs. */
  JSON
}
