using System.Diagnostics;

namespace CustomerSegmentation;

/// <summary>Waits on conditions; a test never sleeps for a time that somebody guessed.</summary>
internal static class Eventually
{
    /// <summary>Long enough for a loaded machine; reached only when the test fails.</summary>
    public static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    // Looking costs what the others need: seldom, once it takes long.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(40);

    /// <summary>Returns once the condition holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        var pause = First;
        while (!await condition())
        {
            if (waited.Elapsed > WaitTimeout)
            {
                throw new TimeoutException($"Not within {WaitTimeout.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(pause, TimeProvider.System);
            pause = pause * 1.5 < Longest ? pause * 1.5 : Longest;
        }
    }

    /// <summary>Returns once the condition holds.</summary>
    public static Task TrueAsync(Func<bool> condition, string what) =>
        TrueAsync(() => Task.FromResult(condition()), what);

    /// <summary>Returns the first answer that is there.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        T? answer = null;
        await TrueAsync(async () => (answer = await ask()) is not null, $"a {typeof(T).Name}");
        return answer!;
    }
}
