namespace CustomerSegmentation.Engine;

/// <summary>A part of a list and where the next part begins.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Opaque; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A cursor that this engine did not give out, or whose list is gone.</summary>
public sealed class InvalidCursorException(string cursor)
    : Exception($"The cursor '{cursor}' is not one that this engine gave out. Start again without a cursor.");
