package io.sluice.search.index;

/// Selection of the n-th least number in linear time (quickselect with three-way partitioning, so that equal
/// numbers do not slow it down).
final class Selection {

    private Selection() {}

    /// Returns the number that would be at `index` if `numbers` were sorted; reorders `numbers`.
    static long nth(long[] numbers, int index) {
        var low = 0;
        var high = numbers.length - 1;
        while (low < high) {
            var pivot = median(numbers[low], numbers[(low + high) >>> 1], numbers[high]);
            var less = low;
            var greater = high;
            var i = low;
            while (i <= greater) {
                var number = numbers[i];
                if (number < pivot) {
                    numbers[i++] = numbers[less];
                    numbers[less++] = number;
                } else if (number > pivot) {
                    numbers[i] = numbers[greater];
                    numbers[greater--] = number;
                } else {
                    i++;
                }
            }
            if (index < less) {
                high = less - 1;
            } else if (index > greater) {
                low = greater + 1;
            } else {
                return pivot;
            }
        }
        return numbers[low];
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
