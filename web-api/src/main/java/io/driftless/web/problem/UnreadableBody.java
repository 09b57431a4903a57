package io.driftless.web.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.driftless.protocol.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a body, in the caller's terms and without names of our classes. */
public final class UnreadableBody {

  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '([^']+)'.*", Pattern.DOTALL);

  private UnreadableBody() {}

  /** The problem with the field where reading stopped, as far as there is one. */
  public static Problem problem(JsonProcessingException unreadable) {
    if (!(unreadable instanceof JsonMappingException mapping)) {
      return malformed("The body can't be parsed" + place(unreadable.getLocation()) + ".", "");
    }
    String field = path(mapping.getPath());
    Matcher missing = MISSING.matcher(String.valueOf(mapping.getOriginalMessage()));
    if (missing.matches()) {
      String name = field.isEmpty() ? missing.group(1) : field;
      return malformed("The field '%s' is missing.".formatted(name), name);
    }
    if (mapping instanceof InvalidNullException) {
      return malformed("The field '%s' has to be there.".formatted(field), field);
    }
    if (mapping instanceof ValueInstantiationException && mapping.getCause() != null) {
      return malformed(String.valueOf(mapping.getCause().getMessage()), field);
    }
    if (mapping instanceof InvalidFormatException) {
      return malformed("The field '%s' has a value that is not allowed.".formatted(field), field);
    }
    return field.isEmpty()
        ? malformed("The body is not what is expected here; see /openapi.", "")
        : malformed("The field '%s' has another type than expected.".formatted(field), field);
  }

  private static Problem malformed(String detail, String field) {
    return Problems.of(
        ProblemType.MALFORMED, detail, field.isEmpty() ? Map.of() : Map.of("field", field));
  }

  private static String place(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** The way to the field as in a program: {@code wanted[3].node}. */
  private static String path(List<JsonMappingException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference at : references) {
      if (at.getFieldName() == null) {
        path.append('[').append(at.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(at.getFieldName());
      }
    }
    return path.toString();
  }
}
