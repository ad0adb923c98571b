/** What only the operating system can give: block devices without the page cache, watchdogs, process groups. */
module dev.liveset.io {
    requires transitive dev.liveset.core;
    requires com.sun.jna;

    exports dev.liveset.io;
}
