package io.sluice.standalone.terminal;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/// The causes of failures in words for users, without names of Java classes.
public final class Sentence {

    private Sentence() {}

    /// Returns why an operation failed, as the end of a sentence: `no such file`, `permission denied`.
    public static String of(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it exists already";
            case NotDirectoryException _ -> "it is not a directory";
            case DirectoryNotEmptyException _ -> "the directory is not empty";
            case FileSystemLoopException _ -> "the link leads to a directory that contains it";
            case FileSystemException e when e.getReason() != null -> lowerCase(e.getReason());
            case ExecutionException e when e.getCause() != null -> of(e.getCause());
            case CharacterCodingException _ -> "it is not a text in UTF-8";
            default -> message(failure);
        };
    }

    private static String message(Throwable failure) {
        var message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        return failure.getCause() == null ? words(failure.getClass().getSimpleName()) : of(failure.getCause());
    }

    /// Returns the name of an exception as words: `EOFException` as `eof`, `ClosedChannelException` as `closed
    /// channel`.
    private static String words(String name) {
        return name.replaceAll("(Exception|Error)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String lowerCase(String reason) {
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
