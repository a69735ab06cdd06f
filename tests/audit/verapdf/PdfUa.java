import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion.Status;

/** Prints what veraPDF has against each of the files that are named, by the rules of PDF/UA-1. */
class PdfUa {
    public static void main(String[] names) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var foundry = Foundries.defaultInstance();
        for (var name : names) {
            try (var parser = foundry.createParser(new FileInputStream(name), PDFAFlavour.PDFUA_1);
                 var validator = foundry.createValidator(PDFAFlavour.PDFUA_1, false)) {
                var result = validator.validate(parser);
                System.out.println("checked " + name + " " + result.isCompliant() + " " + result.getTotalAssertions());
                result.getTestAssertions().stream().filter(found -> found.getStatus() == Status.FAILED).limit(20).forEach(
                    found -> System.out.println(found.getRuleId().getClause() + " " + found.getMessage()));
            }
        }
    }
}
