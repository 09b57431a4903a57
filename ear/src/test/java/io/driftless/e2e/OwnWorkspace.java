package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A workspace that a test has for itself, as its owner works with it over HTTP.
 *
 * @param path behind {@code /api/v1}
 */
record OwnWorkspace(Api owner, String id, String path) {

  static final String ROOT = NodeId.ROOT.toString();

  static OwnWorkspace make(Api owner, String name) throws Exception {
    Api.Answer made = owner.call("POST", "/workspaces", Map.of("name", name));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    String id = made.json().path("workspace").asText();
    return new OwnWorkspace(owner, id, "/workspaces/" + id);
  }

  /** Makes somebody who has signed in a member, or changes the role. */
  void role(String username, String role) throws Exception {
    Api.Answer put = owner.call("PUT", path + "/members/" + username, Map.of("role", role));
    assertThat(put.status()).as("%s", put).isEqualTo(200);
  }

  String node(String node) {
    return path + "/nodes/" + node;
  }

  /** Makes a folder; its id. */
  String folder(String parent, String name) throws Exception {
    Map<String, String> wanted = Map.of("parent", parent, "name", name);
    Api.Answer made = owner.call("POST", path + "/nodes", wanted);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("node").asText();
  }

  /** Makes a file; its id. */
  String file(String parent, String name, String content) throws Exception {
    return file(parent, name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a file; its id. */
  String file(String parent, String name, byte[] content) throws Exception {
    String place = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    Api.Answer made =
        owner
            .with("If-None-Match", "*")
            .bytes("PUT", node(parent) + "/children/" + place, Api.BYTES, content);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("node").asText();
  }

  /** What a file holds. */
  String text(String file) throws Exception {
    return new String(owner.get(node(file) + "/content").body(), StandardCharsets.UTF_8);
  }
}
