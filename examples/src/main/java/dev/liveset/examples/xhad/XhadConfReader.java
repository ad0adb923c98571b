package dev.liveset.examples.xhad;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the elements of an {@code xhad.conf} into a pool, and says by line what cannot be one. */
final class XhadConfReader {
    private static final String VERSION = "1.0";
    private static final int DEFAULT_PORT = 694;

    private final Path file;
    private final PoolConfig.Mode mode;
    private final List<String> warnings = new ArrayList<>();
    private final ElementTaker take;

    XhadConfReader(Path file, PoolConfig.Mode mode) {
        this.file = file;
        this.mode = mode;
        this.take = new ElementTaker(file, warnings);
    }

    XhadConf read() {
        XmlElement root = XmlFile.read(file);
        if (!root.name().equals("xhad-config") || !VERSION.equals(root.version())) {
            throw XmlFile.wrong(
                    file, root.line(), "an xhad.conf begins with <xhad-config version=\"1.0\">; give the right file");
        }
        Map<String, List<XmlElement>> parts = take.children(root, "common-config", "local-config");
        XmlElement commonElement = take.one(root, parts, "common-config");
        Map<String, List<XmlElement>> common =
                take.children(commonElement, "GenerationUUID", "UDPport", "host", "parameters");
        XmlElement localhost = localhost(take.one(root, parts, "local-config"));
        Map<String, List<XmlElement>> local = take.children(
                localhost, "HostID", "HeartbeatInterface", "HeartbeatPhysicalInterface", "StateFile", "WatchdogMode");

        Generation generation = generation(take.one(commonElement, common, "GenerationUUID"));
        List<HostConfig> hosts = hosts(commonElement, common);
        XhadParameters parameters = new XhadParameters(file, take, commonElement, common.get("parameters"));
        PoolConfig pool = pool(generation, hosts, parameters, commonElement);
        HostId self = self(take.one(localhost, local, "HostID"), pool);
        String link = take.one(localhost, local, "HeartbeatInterface").text();
        List<XmlElement> physical = local.get("HeartbeatPhysicalInterface");
        String statefile = take.one(localhost, local, "StateFile").text();
        for (String sentence : pool.timings().proof().broken()) {
            warnings.add(file + " line " + parameters.element().line() + ": " + sentence
                    + XhadParameters.legend(sentence)
                    + "; as it is, a loss of the storage by the whole pool may reset every host.");
        }
        return new XhadConf(
                pool,
                self,
                link,
                physical.isEmpty() ? "" : physical.get(0).text(),
                file.toAbsolutePath().resolveSibling(statefile),
                parameters.health(),
                warnings);
    }

    private XmlElement localhost(XmlElement local) {
        return take.one(local, take.children(local, "localhost"), "localhost");
    }

    private Generation generation(XmlElement element) {
        try {
            return Generation.parse(element.text());
        } catch (LivesetException e) {
            throw at(element, e);
        }
    }

    private List<HostConfig> hosts(XmlElement commonElement, Map<String, List<XmlElement>> common) {
        int port = common.get("UDPport").isEmpty()
                ? DEFAULT_PORT
                : take.number(take.one(commonElement, common, "UDPport"), 1, 65_535, "a port");
        List<XmlElement> elements = common.get("host");
        if (elements.isEmpty()) {
            throw XmlFile.wrong(file, commonElement.line(), "no <host> is configured; add every host of the pool");
        }
        List<HostConfig> hosts = new ArrayList<>();
        for (XmlElement element : elements) {
            Map<String, List<XmlElement>> parts = take.children(element, "HostID", "IPaddress");
            XmlElement id = take.one(element, parts, "HostID");
            XmlElement address = take.one(element, parts, "IPaddress");
            InetAddress ip = address(address);
            for (HostConfig former : hosts) {
                if (former.addresses().get(0).getAddress().equals(ip)) {
                    throw XmlFile.wrong(
                            file,
                            address.line(),
                            "the address " + address.text() + " is configured twice; give every host its own");
                }
            }
            try {
                hosts.add(new HostConfig(
                        HostId.parse(id.text()), address.text(), List.of(new InetSocketAddress(ip, port))));
            } catch (LivesetException e) {
                throw at(id, e);
            }
        }
        return hosts;
    }

    private InetAddress address(XmlElement element) {
        InetAddress address = NumericAddress.parse(element.text());
        if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw XmlFile.wrong(
                    file,
                    element.line(),
                    "'" + element.text() + "' is no host's IP address; give a numeric one, for example 10.0.0.1");
        }
        return address;
    }

    private PoolConfig pool(
            Generation generation, List<HostConfig> hosts, XhadParameters parameters, XmlElement commonElement) {
        try {
            return new PoolConfig("xhad", generation, hosts, parameters.timings(mode), mode);
        } catch (LivesetException e) {
            throw at(e.getMessage().startsWith("Unsafe timings") ? parameters.element() : commonElement, e);
        }
    }

    private HostId self(XmlElement element, PoolConfig pool) {
        try {
            HostId id = HostId.parse(element.text());
            pool.indexOf(id);
            return id;
        } catch (LivesetException e) {
            throw at(element, e);
        }
    }

    private LivesetException at(XmlElement element, LivesetException e) {
        String sentence = e.getMessage();
        String what = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        String legend = what.startsWith("Unsafe timings") ? XhadParameters.legend(what) : "";
        return XmlFile.wrong(file, element.line(), what + legend);
    }
}
