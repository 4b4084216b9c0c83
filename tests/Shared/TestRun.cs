namespace CustomerSegmentation;

/// <summary>How much of what is random is tried.</summary>
internal static class TestRun
{
    /// <summary>How often something is done: more often where <c>TEST_THOROUGH=1</c> asks for it.</summary>
    /// <param name="always">In every run, which has to end soon.</param>
    /// <param name="thorough">In a thorough one.</param>
    public static int Times(int always, int thorough) => Environment.GetEnvironmentVariable("TEST_THOROUGH") == "1" ? thorough : always;
}
