package io.driftless.stack.signon;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The first form of a page, as far as Keycloak's pages need it.
 *
 * @param action where it is sent, absolute
 * @param hidden its hidden fields
 */
record HtmlForm(URI action, Map<String, String> hidden) {

  private static final Pattern FORM =
      Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern INPUT =
      Pattern.compile("<input\\b([^>]*)>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** Reads the form of a page; a page without one is an error that quotes what the page says. */
  static HtmlForm of(URI page, String html) throws IOException {
    Matcher form = FORM.matcher(html);
    if (!form.find()) {
      throw new IOException("the page " + page + " has no form; it says: " + textOf(html));
    }
    Map<String, String> hidden = new LinkedHashMap<>();
    Matcher input = INPUT.matcher(form.group(2));
    while (input.find()) {
      Optional<String> name = attribute(input.group(1), "name");
      if (name.isPresent() && attribute(input.group(1), "type").orElse("").equals("hidden")) {
        hidden.put(name.get(), attribute(input.group(1), "value").orElse(""));
      }
    }
    return new HtmlForm(page.resolve(attribute(form.group(1), "action").orElse("")), hidden);
  }

  /** The body of the request that sends it, with these fields besides the hidden ones. */
  String body(Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(hidden);
    all.putAll(fields);
    return encode(all);
  }

  static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The words of a page, in one line of at most 300 characters. */
  static String textOf(String html) {
    String body = html.replaceAll("(?is)<(head|script|style)\\b.*?</\\1>", " ");
    String text = unescape(body.replaceAll("(?s)<[^>]*>", " ")).replaceAll("\\s+", " ").trim();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private static Optional<String> attribute(String tag, String name) {
    Matcher matcher =
        Pattern.compile("\\b" + name + "\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE)
            .matcher(tag);
    return matcher.find() ? Optional.of(unescape(matcher.group(1))) : Optional.empty();
  }

  private static String unescape(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
