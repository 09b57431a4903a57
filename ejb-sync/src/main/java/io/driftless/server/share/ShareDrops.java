package io.driftless.server.share;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.name.NameRules;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.content.ContentUploads;
import io.driftless.server.node.FilePut.Place;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;

/** Takes what visitors put into a drop: always as a new file, whatever has the name already. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class ShareDrops {

  /** So many files of one name are told apart by numbers. */
  private static final int MOST_OF_A_NAME = 1_000;

  @Inject private ContentUploads uploads;
  @EJB private ShareVisits visits;

  /** What a visitor sends; may be opened several times. */
  @FunctionalInterface
  public interface Sent {
    /** The bytes from their beginning, and how many there are. */
    ContentUploads.Body open() throws IOException;
  }

  /**
   * Keeps a file under its name, or with a number behind it.
   *
   * @return the name that it got
   * @throws RefusedException when that is no name, or it does not fit
   */
  public String take(Visit visit, String fileName, Sent sent) throws IOException {
    ShareVisits.requireDrop(visit);
    String name =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    for (int i = 1; i <= MOST_OF_A_NAME; i++) {
      String free = i == 1 ? name : numbered(name, i);
      Place place = new Place(visit.workspace(), visit.node(), free, null);
      ContentUploads.Body body = sent.open();
      try (InputStream opened = body.bytes()) {
        NodeInfo made =
            uploads.put(visit.maker(), place, new ContentUploads.Body(opened, body.length()), null);
        visits.dropped(visit, made.node());
        return free;
      } catch (RefusedException e) {
        if (e.refusal() != Refusal.PRECONDITION_FAILED && e.refusal() != Refusal.NAME_TAKEN) {
          throw e;
        }
      }
    }
    throw new RefusedException(Refusal.NAME_TAKEN, "Too many files have that name.");
  }

  /** {@code plan.odt} as {@code plan (2).odt}, within the longest name that there may be. */
  static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    String end = dot > 0 && name.length() - dot <= 20 ? name.substring(dot) : "";
    String begin = name.substring(0, name.length() - end.length());
    String told = " (" + number + ")" + end;
    while (!begin.isEmpty() && !NameRules.isLegal(begin + told)) {
      begin = begin.substring(0, begin.offsetByCodePoints(begin.length(), -1));
    }
    return begin + told;
  }
}
