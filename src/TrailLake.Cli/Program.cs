System.Console.WriteLine("traillake 0.1.0");
