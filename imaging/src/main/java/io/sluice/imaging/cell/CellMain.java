package io.sluice.imaging.cell;

import io.sluice.imaging.Conversion;
import io.sluice.imaging.cell.CellProtocol.Work;
import io.sluice.imaging.convert.Converter;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.decode.HeapTooSmallException;
import io.sluice.imaging.preview.Previewer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The main class of a cell: converts images and makes previews on request, one after the other, until its owner ends.
public final class CellMain {

    private CellMain() {}

    /// @param arguments the number of threads per conversion, and the granted heap; the JVM itself reports
    ///                  less, without the reserve of its collector
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var answers = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // the output of libraries must not disturb the protocol
        System.setOut(System.err);
        var requests = new ArrayBlockingQueue<CellProtocol.Request>(1);
        Thread.ofPlatform().name("requests").daemon().start(() -> receive(requests));
        long heapBytes = Long.parseLong(arguments[1]);
        try (var converter = Converter.start(Integer.parseInt(arguments[0]))) {
            answers.writeInt(CellProtocol.READY);
            answers.flush();
            while (true) {
                answer(requests.take(), converter, heapBytes, answers);
            }
        }
    }

    /// Reads requests, also during a conversion: the end of input means that the owner has died, and nothing
    /// else would end this process.
    private static void receive(BlockingQueue<CellProtocol.Request> requests) {
        try (var in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
            while (true) {
                requests.put(CellProtocol.Request.read(in));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void answer(
            CellProtocol.Request request, Converter converter, long heapBytes, DataOutputStream answers)
            throws IOException, InterruptedException {
        try {
            CellProtocol.write(answers, work(request, converter, new HeapLimit(heapBytes, request.largestHeap())));
        } catch (HeapTooSmallException e) {
            CellProtocol.writeNeed(answers, e.needed());
        } catch (IOException e) {
            CellProtocol.writeFailure(answers, e.toString());
        }
    }

    private static Conversion work(CellProtocol.Request request, Converter converter, HeapLimit heap)
            throws IOException, InterruptedException {
        return switch (request.work()) {
            case Work.Convert(var target, var extent) ->
                converter.convert(
                        request.source(),
                        request.format(),
                        target,
                        request.destination(),
                        request.maxPixels(),
                        heap,
                        extent);
            case Work.Preview(var side) ->
                Previewer.make(
                        request.source(), request.format(), side, request.destination(), request.maxPixels(), heap);
        };
    }
}
