namespace CustomerSegmentation.Customers;

/// <summary>Growth of small arrays: by half, from one, because most customers have one or two of everything.</summary>
internal static class Room
{
    public static void For<T>(ref T[] items, int count)
    {
        if (count == items.Length)
        {
            Array.Resize(ref items, count + Math.Max(1, count / 2));
        }
    }
}
