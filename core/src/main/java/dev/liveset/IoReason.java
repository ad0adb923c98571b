package dev.liveset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words for an operator: an exception's own text is a class name, or a path alone. */
public final class IoReason {
    private IoReason() {}

    /** The reason, to be put into brackets or after a colon; never a class name, never empty. */
    public static String of(IOException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return "there is no such file or directory";
        } else if (trouble instanceof AccessDeniedException) {
            return "permission denied";
        } else if (trouble instanceof NotDirectoryException) {
            return "it is no directory";
        } else if (trouble instanceof FileAlreadyExistsException) {
            return "something else has that name";
        } else if (trouble instanceof CharacterCodingException) {
            return "it is no text in UTF-8";
        }
        String words = trouble instanceof FileSystemException file ? file.getReason() : trouble.getMessage();
        return words == null || words.isBlank() ? "the system gives no reason" : words;
    }
}
