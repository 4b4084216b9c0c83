namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>
/// Seven colours that people with any kind of colour vision tell apart (Okabe and Ito 2008, without their yellow, which is
/// hard to see on white). Further clusters are drawn as rings of the same colours; the number is drawn at every centre.
/// </summary>
internal static class Palette
{
    public const string Ink = "#222222", Faint = "#dddddd", Noise = "#bbbbbb";

    private static readonly string[] Colours =
        ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#000000"];

    public static string Colour(int cluster) => cluster < 0 ? Noise : Colours[cluster % Colours.Length];

    /// <summary>Whether a cluster is drawn as rings.</summary>
    public static bool IsRing(int cluster) => cluster / Colours.Length % 2 == 1;
}
