package io.driftless.web.resource;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.server.access.Precondition;
import io.driftless.server.node.NodeTag;
import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags as headers carry them (RFC 9110, 8.8.3 and 13.1). */
public final class EntityTags {

  private static final Pattern TAG =
      Pattern.compile("\\G\\s*(W/)?\"([\\x21\\x23-\\x7e]*)\"\\s*(?:,|$)");

  private EntityTags() {}

  /** What {@code If-Match} demands; a call without it is refused with 428. */
  public static Precondition required(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new ProblemException(
          ProblemType.PRECONDITION_REQUIRED,
          "Send If-Match with the ETag that you have seen, or with * for whatever is there.");
    }
    return ifMatch.strip().equals("*")
        ? Precondition.ANY
        : new Precondition(false, strong(HttpHeaders.IF_MATCH, ifMatch));
  }

  /**
   * What {@code If-None-Match: *} or {@code If-Match} demands of a file that is written by name; a
   * call with neither is refused with 428.
   *
   * @return null when there has to be nothing of that name
   */
  public static @Nullable Precondition forName(
      @Nullable String ifNoneMatch, @Nullable String ifMatch) {
    if (ifNoneMatch == null) {
      return required(ifMatch);
    }
    if (ifMatch != null || !ifNoneMatch.strip().equals("*")) {
      throw ProblemException.invalid(
          HttpHeaders.IF_NONE_MATCH, "Send 'If-None-Match: *' for a new file, else If-Match.");
    }
    return null;
  }

  /** Whether a list has this tag, or is {@code *}; weak ones count as well. */
  static boolean listsWeakly(String header, String list, String tag) {
    return list.strip().equals("*") || read(header, list, true).contains(tag);
  }

  /** The strong tags of a list; a weak one never matches where a strong one is needed. */
  private static Set<String> strong(String header, String list) {
    return read(header, list, false);
  }

  private static Set<String> read(String header, String list, boolean weakToo) {
    Set<String> tags = new HashSet<>();
    Matcher matcher = TAG.matcher(list);
    int end = 0;
    while (matcher.find()) {
      end = matcher.end();
      if (weakToo || matcher.group(1) == null) {
        tags.add(matcher.group(2));
      }
    }
    if (end != list.length()) {
      throw ProblemException.invalid(header, "'%s' is a list of quoted tags.".formatted(header));
    }
    return tags;
  }

  /** The answer with a node and its tag. */
  static Response tagged(Response.ResponseBuilder answer, NodeInfo node) {
    return answer
        .entity(node)
        .header(HttpHeaders.ETAG, "\"" + NodeTag.of(node) + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }
}
