package org.spillway.negotiation.sending;

import java.util.List;
import java.util.Optional;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.RequestHead;

/**
 * What a writer of answers asks before it sends one: whether the limits let it out, and what goes
 * instead. Safe for use by many threads.
 */
public interface Admission {
  /** Returns nothing if the answer carries a file, and no further file may be sent now. */
  Optional<Permit> admit(Answer answer, RequestHead request);

  /** Returns the answer to a request whose file may not be sent now; it carries no file. */
  Answer insteadOfFile(RequestHead request);

  /** Returns the fields of every answer to a request; the same list each time for one origin. */
  List<HeaderField> commonFields(RequestHead request);

  AnswerCounters counters();
}
