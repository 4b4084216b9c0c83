using System.IO.Compression;
using System.Text;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>A file that is gone when the test is.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("segmentation-").FullName;

    public TemporaryFile(string name = "data") => Path = System.IO.Path.Combine(_folder, name);

    public string Path { get; }

    public static TemporaryFile Of(string text, Encoding? encoding = null)
    {
        var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, (encoding ?? new UTF8Encoding(false)).GetBytes(text));
        return file;
    }

    public static TemporaryFile Gzipped(string text)
    {
        var file = new TemporaryFile("data.csv.gz");
        using var packed = new GZipStream(File.Create(file.Path), CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(text));
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
