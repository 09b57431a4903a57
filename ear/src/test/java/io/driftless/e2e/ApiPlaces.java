package io.driftless.e2e;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import java.util.HashMap;
import java.util.Map;

/** What operations of the API are called for: something for each place in their paths. */
record ApiPlaces(Map<String, String> values) {

  /** Makes one of each in a workspace. */
  static ApiPlaces make(RunningStack stack, Api owner, String workspace) throws Exception {
    Cursor start =
        Cursor.start(ServerEpoch.of(owner.get("/connect").json().path("epoch").asText()));
    Map<String, String> values = new HashMap<>();
    values.put("workspace", workspace);
    values.put("cursor", start.token());
    values.put("device", "none");
    try (RawDevice device = RawDevice.enrol(owner, stack, start)) {
      Change folder = RawDevice.folder("there");
      device.send(device.request(WorkspaceId.of(workspace), folder));
      device.answer();
      values.put("node", folder.node().toString());
    }
    values.put("file", NodesIT.file(owner, workspace));
    values.put("operation", ApiOperation.operation(owner, workspace));
    values.put("burst", ApiOperation.burst(workspace));
    values.put("hook", ApiOperation.hook(owner, workspace));
    values.put("invitation", ApiOperation.invitation(owner, workspace));
    values.put("share", ApiOperation.share(owner, workspace));
    return new ApiPlaces(values);
  }

  /** The same with another value for a place. */
  ApiPlaces with(String place, String value) {
    Map<String, String> others = new HashMap<>(values);
    others.put(place, value);
    return new ApiPlaces(others);
  }

  /** What this call is for, made anew where it would be gone or locked for the next one. */
  Map<String, String> of(ApiOperation operation, Api owner, Api person) throws Exception {
    Map<String, String> own = new HashMap<>(values);
    String workspace = values.get("workspace");
    if (operation.takesAway()) {
      own.put("node", NodesIT.folder(owner, workspace));
    }
    if (operation.locks()) {
      own.put("file", NodesIT.file(owner, workspace));
    }
    if (operation.path().contains("{device}")) {
      own.put("device", enrolled(person));
    }
    return own;
  }

  /** A new device of somebody's; its id. */
  static String enrolled(Api person) throws Exception {
    return person
        .call("POST", "/devices", Map.of("name", "of a test", "platform", "linux"))
        .json()
        .path("device")
        .asText();
  }
}
