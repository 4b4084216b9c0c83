using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>A part of a list.</summary>
/// <param name="Items">At most <c>limit</c> of them.</param>
/// <param name="Next">The cursor to ask for the next part with; null on the last one.</param>
public sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? Next);

internal static class PageAnswer
{
    public static PageAnswer<TAnswer> Of<T, TAnswer>(Page<T> page, Func<T, TAnswer> answer) =>
        new([.. page.Items.Select(answer)], page.Next);
}
