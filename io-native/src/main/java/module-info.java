/** What only the operating system can give: block devices without the page cache, and watchdogs. */
module dev.liveset.io {
    requires transitive dev.liveset.core;
    requires com.sun.jna;
}
