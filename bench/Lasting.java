import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.apps.MimeConstants;

/** Apache FOP in one process: Lasting SETTINGS WARMUP FILE.fo…; all are formatted WARMUP times and once more, the seconds of which are printed. */
public class Lasting {
  public static void main(String[] names) throws Exception {
    FopFactory factory = FopFactory.newInstance(new File(names[0]));
    TransformerFactory transformers = TransformerFactory.newInstance();
    long start = 0;
    for (int round = 0; round <= Integer.parseInt(names[1]); round++) {
      start = System.nanoTime();
      for (int n = 2; n < names.length; n++) {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(names[n] + ".pdf"))) {
          Fop fop = factory.newFop(MimeConstants.MIME_PDF, out);
          transformers.newTransformer().transform(new StreamSource(new File(names[n])), new SAXResult(fop.getDefaultHandler()));
        }
      }
    }
    System.out.println((System.nanoTime() - start) / 1e9);
  }
}
