package dev.liveset.examples.xhad;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a small XML file that nobody vouches for: no document type, no entities but the five of XML itself, nothing
 * fetched from elsewhere, and a bound on size, depth, elements and the length of a text.
 */
final class XmlFile {
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ELEMENTS = 2_000;
    private static final int MAX_TEXT = 4_096;

    private final Path file;
    private final XMLStreamReader reader;
    private int elements;

    private XmlFile(Path file, XMLStreamReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** The root element; throws {@link LivesetException} that names the line. */
    static XmlElement read(Path file) {
        byte[] bytes = bytes(file);
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
            XmlFile xml = new XmlFile(file, reader);
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                xml.refuseDocumentType();
            }
            XmlElement root = xml.element(1);
            while (reader.hasNext()) {
                reader.next(); // What follows the root must be XML too.
            }
            return root;
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            String why = String.valueOf(e.getMessage()).lines().reduce("", (former, last) -> last);
            throw wrong(file, line, "this is not well-formed XML (" + why.replaceFirst("^Message: ", "") + ")");
        }
    }

    /** One sentence that names file and line. */
    static LivesetException wrong(Path file, int line, String what) {
        return new LivesetException(Code.INVALID_CONFIG, file + " line " + line + ": " + what + ".");
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw wrong(file, 1, "a configuration has at most " + MAX_BYTES + " bytes, but this file has more");
            }
            return bytes;
        } catch (IOException e) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The configuration " + file + " cannot be read (" + IoReason.of(e)
                            + "); give the path of a readable file.",
                    e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("nothing is fetched from elsewhere");
        });
        return factory;
    }

    /** The reader stands on the start of the element and leaves it on its end. */
    private XmlElement element(int depth) throws XMLStreamException {
        int line = reader.getLocation().getLineNumber();
        if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw wrong(file, line, "there are more elements, or deeper ones, than a configuration has");
        }
        String name = reader.getLocalName();
        String version = reader.getAttributeValue(null, "version");
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw wrong(
                            file,
                            reader.getLocation().getLineNumber(),
                            "the entity '" + reader.getLocalName() + "' is not defined, and none may be");
                default -> {}
            }
            if (text.length() > MAX_TEXT && !text.toString().isBlank()) {
                throw wrong(file, line, "the text of '" + name + "' is longer than " + MAX_TEXT + " characters");
            }
        }
        return new XmlElement(name, line, version, text.toString().strip(), children);
    }

    private void refuseDocumentType() {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
            throw wrong(
                    file, reader.getLocation().getLineNumber(), "a document type is not allowed here; remove DOCTYPE");
        }
    }
}
