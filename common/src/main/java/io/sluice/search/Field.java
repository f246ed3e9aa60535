package io.sluice.search;

/// A field that can be searched.
///
/// @param name canonical name, such as `size` or `user:int:price`
public record Field(String name, FieldType type) {

    @Override
    public String toString() {
        return name;
    }
}
